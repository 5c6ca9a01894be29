"""Who the companies are: identity, contacts, yearly facts, products, markets."""
