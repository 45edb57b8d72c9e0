Defect: A Gateway that is deleted waits, with backoff and for ever, until no route names it any more.
Origin: AWS Load Balancer Controller v2.14.1, mended in v3.0 (LBC#4549).
Scenario: deletion/del-gateway-first.yaml
Oracle: I-31
Profile: seed,routes_block_deletion=true
Plan: no fault
