from companies.reference import places


def test_words_of_places_are_folded_and_those_of_regions_towns_and_countries():
    found = places.words()

    assert {"souss", "massa", "agadir", "hoceima", "tangier", "espagne", "spain", "casa"} <= found
    assert not {"doukkala", "conserves", ""} & found
