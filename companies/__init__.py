"""The domain: small Django apps in one strict order, low to high.

    common         helpers that name no concept: clock, links, words, parsing
    journal        append-only record of who did what, when, to which object
    mail           how mail leaves: outbox, delivery, wording; one state machine for every message
    reference      regions, provinces, sectors, legal forms, countries, HS chapters, agreements, the site itself
    accounts       users, roles, regions, absence: who may enter
    files          uploaded papers: recognised, limited, checked for viruses, served
    content        what the public pages say, in rows: texts, questions and answers, examples, what else exists
    registry       companies, contacts, yearly facts, products, markets: who they are
    cases          programme years, cases, moves, interactions, tasks, links: the spine
    dialogue       obstacles: what holds companies back
    questionnaires the one form engine: declared pages, drafts, answers
    enrolment      invitation, application, receipt: from the target list to a sent application
    eligibility    the two-minute check before any account: rules of the year, counted without names
    outreach       when mail leaves: reminder kinds, ladders, ledger
    web            what both doors share: sign-in, language, home, health
    portal | desk  the two doors: companies, officers
    demo           the demonstration programme, made through the same actions

An app imports only from those above it in this list; `pyproject.toml` holds the contract.
"""
