"""From what should exist to what leaves: the ladders in SQL, the plan, the hand-over, and trying both out."""
