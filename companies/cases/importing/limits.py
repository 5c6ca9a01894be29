"""How much of a file is read at all. A programme year has some hundreds of companies."""

from typing import Final

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 200
MAX_CELL: Final = 2_000  # characters; a longer cell is cut, it can be no name, number or address
MAX_SHEETS: Final = 50

# Of a workbook, unpacked. 20 000 rows of 18 columns take some 15 MiB.
MAX_UNPACKED: Final = 40 * 1024 * 1024
MAX_GRID: Final = 1_200_000  # cells of a list; of a sheet, those of the smallest rectangle around all
MAX_ENTRIES: Final = 500
MAX_RATIO: Final = 120  # of real lists: 5 to 15

HEADER_WITHIN: Final = 50  # rows
