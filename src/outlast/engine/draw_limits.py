"""The limits of uncertain inputs, each with its reason."""

RATE = -10.0
"""The least growth rate, log a year: in a year one part in 22,000 is left."""

FIRST_GROWTH = 10.0
"""The greatest first growth, log a year; a chip new to a market, the steepest on record, has 8."""

FAR_GROWTH = 3.0
"""The greatest growth that lasts, log a year: twentyfold, which no industry has kept for years."""

SHORTEST = 0.05
"""The shortest time in weeks, a third of a day: within a step of a week all is over in either."""

LONGEST = 5200.0
"""The longest time in weeks, a century: no run is as long, and a longer time changes nothing."""

SLOWEST = 100.0
"""The longest time in years in which growth changes, a century."""

STEEPEST = 10.0
"""The greatest elasticity or response: a tenth more price takes away three fifths of demand."""

MULTIPLE = 100.0
"""The greatest multiple of a base, a hundredfold: no stock, order or price index has reached it."""

PACE = 10.0
"""The greatest pace, a year: a tenth of a year is enough for all of it."""

NO_CEILING = 1000.0
"""The multiple of base trade that stands for a practice without a ceiling."""

LEAST_YIELD = 0.01
"""The least yield: a plant that scraps 99 of 100 units makes no product that anybody counts."""

MOST_ODDS = 1e3
"""The greatest ratio of odds, or one over the least: an even chance becomes almost certain."""

FARTHEST = 6.0
"""The farthest log odds that practice moves: an even chance becomes one in four hundred."""

FLEET = 1e12
"""The greatest stock of compute: more than a hundred accelerators for each person alive."""

NEVER = 1e9
"""A week that never comes."""
