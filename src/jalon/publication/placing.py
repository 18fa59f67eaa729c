"""Where a fact stands, in SQL that look-ups and search share: the fact it hangs on, its plan, the address it is found under.

In these pieces `f` is the fact.
"""

_HUNG = "'statements', 'means', 'answers', 'assessments', 'recommendation_answers', 'recommendation_reviews', 'promise_views'"

HUNG_ON = f"CASE WHEN f.kind IN ({_HUNG}) THEN f.subject ELSE f.uid END"
"""The uid of what it is said of; its own, for what stands by itself."""

OF_PLAN = (
    """CASE f.kind WHEN 'plan' THEN f.uid WHEN 'lineages' THEN json_extract(f.body, '$.later_plan') ELSE f.plan END"""
)
"""The uid of its plan: of the later one, for a lineage."""

FOUND_UNDER = """CASE f.kind
    WHEN 'answers' THEN (SELECT x.slug FROM fact x WHERE x.kind = 'indicator' AND x.uid = f.subject)
    WHEN 'recommendation_answers' THEN f.subject
    WHEN 'recommendation_reviews' THEN f.subject
    WHEN 'session' THEN (SELECT x.slug FROM fact x WHERE x.kind = 'committee' AND x.uid = f.subject)
    WHEN 'decisions' THEN (SELECT x.slug FROM fact s JOIN fact x ON x.kind = 'committee' AND x.uid = s.subject
                           WHERE s.kind = 'session' AND s.uid = f.subject)
    WHEN 'lineages' THEN (SELECT x.slug FROM fact x WHERE x.kind = 'plan' AND x.uid = json_extract(f.body, '$.earlier_plan'))
    ELSE f.slug END"""
"""The address of its page: its own, or that of the indicator, recommendation, committee or earlier plan it belongs to."""
