"""Users, roles, regions, absence: who may enter and what they see."""
