"""Drives the served cluster with Python's Kubernetes client: create, watch, patch, delete. Argument: the server."""
import sys

from kubernetes import client, watch

configuration = client.Configuration()
configuration.host = sys.argv[1]
api = client.ApiClient(configuration)
core = client.CoreV1Api(api)
custom = client.CustomObjectsApi(api)
GATEWAY = dict(group="gateway.networking.k8s.io", version="v1", namespace="default", plural="gateways")

core.create_namespaced_config_map("default", {"metadata": {"name": "a"}, "data": {"k": "1"}})
seen = []
stream = watch.Watch()
for event in stream.stream(core.list_namespaced_config_map, "default"):
    seen.append((event["type"], (event["object"].data or {}).get("k")))
    if len(seen) == 1:
        core.patch_namespaced_config_map("a", "default", {"data": {"k": "2"}})
    elif len(seen) == 2:
        core.delete_namespaced_config_map("a", "default")
    else:
        stream.stop()
assert seen == [("ADDED", "1"), ("MODIFIED", "2"), ("DELETED", "2")], seen

custom.create_namespaced_custom_object(body={
    "apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "g"},
    "spec": {"gatewayClassName": "none", "listeners": [{"name": "a", "port": 80, "protocol": "TCP"}]}}, **GATEWAY)
patched = custom.patch_namespaced_custom_object(name="g", body={"metadata": {"labels": {"x": "y"}}}, **GATEWAY)
assert patched["metadata"]["labels"] == {"x": "y"}, patched
custom.delete_namespaced_custom_object(name="g", **GATEWAY)
assert custom.list_namespaced_custom_object(**GATEWAY)["items"] == []
print("all is well")
