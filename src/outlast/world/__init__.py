"""The physical world: goods, sites, recipes, routes and services; it knows no policy."""

from outlast.world.base_year import BaseYear, close
from outlast.world.good import Good
from outlast.world.item import Chip, Item, Product
from outlast.world.load import LoadedWorld, load_world
from outlast.world.quantities import quantities
from outlast.world.recipe import Essentiality, Input
from outlast.world.route import Route
from outlast.world.service import Compute, Service
from outlast.world.site import Making, Process, Project, Site
from outlast.world.world import Bloc, World

__all__ = [
    "BaseYear",
    "Bloc",
    "Chip",
    "Compute",
    "Essentiality",
    "Good",
    "Input",
    "Item",
    "LoadedWorld",
    "Making",
    "Process",
    "Product",
    "Project",
    "Route",
    "Service",
    "Site",
    "World",
    "close",
    "load_world",
    "quantities",
]
