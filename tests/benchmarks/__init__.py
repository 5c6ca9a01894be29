"""`make bench`: the site's pages, import, mail and set-up measured on generated data, as ratios to a floor.

A bench is read, not passed: it says what was reached and shows the profile of what was not.
"""
