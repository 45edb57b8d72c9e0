Defect: A controller that starts again takes its first list from any cache of the API server, even one that is behind
  what the controller saw before. It meets a Gateway that is gone, and makes a load balancer for it again.
Origin: AWS Load Balancer Controller v2.14.1, and whatever lists with resourceVersion 0 on start; described for the
  kubelet in kubernetes#59848.
Scenario: deletion/del-gateway-first.yaml
Oracle: I-05
Profile: seed,first_list_is_consistent=false
Plan: stale restart: DELETED of Gateway example-ns/my-tcp-gateway#1
