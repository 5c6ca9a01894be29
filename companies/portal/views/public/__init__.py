"""The pages that anybody reads, without an account: rows in the language of the visitor."""
