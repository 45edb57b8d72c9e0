Defect: A route's status is written as if all its parent entries were ours: the entry of another controller gets our
  controllerName.
Origin: AWS Load Balancer Controller v2.14.1, mended in v2.15 (commit 2bb935c7d).
Scenario: route-churn/churn-foreign-parent-kept.yaml
Oracle: I-29
Profile: seed,foreign_parents_kept=false
Plan: no fault
