"""A ministry's list of companies: from the bytes of a file to companies, contacts and facts of the registry.

read (readers) -> find the columns (columns) -> understand each cell (cells, labels, rows) -> compare with the registry
(comparing) -> show (preview, report) -> write once a person has confirmed (confirming). Nothing before the last step
writes, and every step is a function of its input.
"""
