"""The slots, kinds and codes of the arrays: every number that stands for a thing has its name here.

Where people read a code, a tuple beside it holds its words, by number. Compiled code takes the
numbers as constants.
"""

# The status of a future; a higher code replaces a lower one.
SOUND = 0
"""No fault."""
COLLAPSED = 1
"""An outcome, not a fault: a site makes almost nothing for half a year under no threat."""
OPEN_BOOKS = 2
"""The books of a good do not close."""
NEGATIVE = 3
"""A stock is negative."""
OUT_OF_RANGE = 4
"""A share, level or price is out of its range."""
NOT_FINITE = 5
"""A number is infinite or no number."""
STATUS_MEANINGS = (
    "sound",
    "collapsed",
    "the books do not close",
    "a quantity is negative",
    "a share, level or price is out of range",
    "not finite",
)

# Slots of `Week.now`.
STEP = 0
"""The step."""
WITHOUT_DENIAL = 1
"""1 in the paired run without denial."""
RESALE = 2
"""1 if users resell in any future of the run."""
FIRST_CLASS = 3
"""The first class that receives goods in the pass at hand."""
TIED_TAKERS = 4
"""1 if the site at hand has users of a class that tied goods are open to."""
RATED_USERS = 5
"""1 if the site at hand has users whose needs come first in any future of the run."""
CLASS_RATED = 6
"""The first of one slot a class: 1 if needs of the class come first in any future of the run."""
CLASSES = 3
"""Number of priority classes."""
NOW_SLOTS = CLASS_RATED + CLASSES
"""Number of these slots."""

# Slots of `Week.span`.
SPAN_FIRST = 0
"""The first step of a piece of a run."""
SPAN_AFTER = 1
"""The step after its last."""
SPAN_SLOTS = 2
"""Number of these slots."""

# Priority classes of users.
DEFENCE = 0
"""The class that end-use conditions bar."""
CIVIL = 1
"""Civil services, and all processes."""
OTHER = 2
"""Uses that the world does not name."""
CLASS_NAMES = ("defence", "civil", "other")

# Kinds of services.
FLOW = 0
"""Its level is the share of its need that goods allow."""
COMPUTE = 1
"""Its level is usable compute over need."""
INSTALLER = 2
"""Its use of goods adds to a holding of compute."""
RESIDUAL = 3
"""All uses of a site's good that the world does not name."""
SERVICE_KINDS = ("flow", "compute", "installer", "residual")

# How essential an input is to its user.
CRITICAL = 0
"""Without it the user stops."""
IMPORTANT = 1
"""Without it the user works at one half."""
NOT_CRITICAL = 2
"""Without it the user works on."""

# Definitions of the need on which a service line is measured.
NEED_FLOW = 0
"""The need of a service of flow."""
NEED_PLAN = 1
"""Planned compute."""
NEED_GAP = 2
"""The rivals' usable compute over the tolerated ratio."""
NEED_KEEP = 3
"""The usable compute on the scenario's date."""
NEED_FREE = 4
"""The usable compute of the paired run without denial."""
NEED_DEFINITIONS = ("flow", "plan", "gap", "keep", "free")

# Kinds of acts: one measure on one route.
DENY = 0
"""Refuses the share of orders in scope."""
LICENCE = 1
"""Sends the share of orders in scope into a licence queue."""
QUOTA = 2
"""Limits the legal flow to a share of base trade."""
BUYERS_BAN = 3
"""The buyer's own state stops the share of orders in scope."""
FEE = 4
"""Makes the goods in scope dearer."""
GENERAL_LICENCE = 5
"""Exempts a share of a class from licences."""
PRICE_FLOOR = 6
"""Makes the goods in scope no cheaper than a price; at home, promises it to plants."""

# Levels of a licence practice.
FIRST_LEVEL = 0
"""The level at first."""
SECOND_LEVEL = 1
"""The level once the practice has changed."""
LEVELS = 2
"""Number of levels."""
LEVEL_NAMES = ("first", "second")

# Blocks of cost.
DIRECT = 0
"""Output that services lost."""
SENDER = 1
"""Margin on sales that a sender's own controls lost."""
TERMS_OF_TRADE = 2
"""Dearer imports less dearer exports."""
FISCAL = 3
"""Purchases for reserves less releases."""
BLOCKS = 4
"""Number of blocks."""
BLOCK_NAMES = ("direct", "sender", "terms-of-trade", "fiscal")

ACCOUNT_YEAR = 52
"""Weeks of a year in which shortfalls are added up."""

# Places where stocks are, in `Record.cover_date`.
WITH_USERS = 0
"""Stocks of users."""
WITH_SELLERS = 1
"""Finished stocks of sellers."""
IN_RESERVE = 2
"""Strategic stocks of the state."""
IN_TRANSIT = 3
"""Goods on their way to the site."""
STOCK_PLACES = 4
"""Number of places."""
HOLDERS = ("users", "sellers", "reserve", "transit")

# Flows that a tally sums.
SENT = 0
"""Goods that leave their origin."""
ARRIVED = 1
"""Goods that reach their destination."""

# Output beyond capacity.
RECOVERY = 10.0
"""Greatest multiple of its capacity that better recovery from a host's ore gives a process."""

# Stages of construction.
STAGES = 3
"""Number of stages."""

# Quantities of a market in the week, in `Week.market`.
FIRM_USE = 0
"""Use that the price of the week does not change, units a week."""
OPEN_USE = 1
"""Use of residual users at the base price, units a week."""
OPEN_ELASTICITY = 2
"""That use times its elasticity."""
SUPPLY = 3
"""Goods made, and goods that come in less goods that go out, units a week."""
BUFFER_HELD = 4
"""Stock that is held, over the time in which holders close a gap, units a week."""
BUFFER_AIM = 5
"""The same of the stock that is aimed at while the price is the one expected, units a week."""
MARKET_SUMS = 6
"""Number of these quantities."""

# Columns of the books of a good, in `Week.ledger`.
BOOK_HELD = 0
"""Units held at the end of the step."""
BOOK_MADE = 1
"""Units made in the step or recorded as delivered from outside."""
BOOK_USED = 2
"""Units that users use up in the step."""
BOOK_LOST = 3
"""Units seized on detours in the step."""
BOOK_BASE = 4
"""Units a week that moved into the good's sites or left its makers in the base year."""
BOOK_COLUMNS = 5
"""Number of these columns."""
