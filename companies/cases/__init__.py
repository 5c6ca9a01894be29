"""The spine: programme years, cases, moves, interactions, tasks and capability links."""
