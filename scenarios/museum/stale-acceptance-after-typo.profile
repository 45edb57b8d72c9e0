Defect: A route whose sectionName names no listener any more gets no status: it goes on saying Accepted=True while
  nothing serves it.
Origin: AWS Load Balancer Controller v2.14.1; NoMatchingParent is told since v2.17 (LBC#4499).
Scenario: route-churn/churn-section-typo.yaml
Oracle: I-34
Profile: seed,no_matching_parent_reported=false
Plan: no fault
