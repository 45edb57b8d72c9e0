Defect: Nobody watches the TargetGroupBindings that a Gateway has made. One that is deleted by hand stays away until
  something else wakes the Gateway, so what is left depends on when the controller was last restarted.
Origin: AWS Load Balancer Controller v2.14.1 and v3.5.0.
Scenario: targets/tgt-tgb-deleted-by-hand.yaml
Oracle: I-27
Profile: seed,bindings_watched=false
Plan: stale restart: DELETED of TargetGroupBinding example-ns/k8s-examplen-mytcpapp-901b36a775#1
