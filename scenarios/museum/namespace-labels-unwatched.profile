Defect: Namespaces are not watched: a route whose namespace gets the label that a listener's selector asks for is
  attached at the next restart or resync, and not before.
Origin: AWS Load Balancer Controller v2.14.1 and v3.5.0.
Scenario: cross-namespace/ns-selector-label-late.yaml
Oracle: I-27
Profile: seed,namespaces_watched=false
Plan: stale restart: MODIFIED of Namespace friend-ns#1
