"""The policy record: the dated rules of both sides, and how they treat a shipment."""

from outlast.policy.load import load_timeline
from outlast.policy.measure import Evidence, Force, Instrument, Measure
from outlast.policy.schedule import Change, Schedule
from outlast.policy.shipment import ATTRIBUTES, Attribute, Codes, EndUse, Shipment
from outlast.policy.stance import Policy, Stance
from outlast.policy.timeline import Context, Event, Switch, Timeline

__all__ = [
    "ATTRIBUTES",
    "Attribute",
    "Change",
    "Codes",
    "Context",
    "EndUse",
    "Event",
    "Evidence",
    "Force",
    "Instrument",
    "Measure",
    "Policy",
    "Schedule",
    "Shipment",
    "Stance",
    "Switch",
    "Timeline",
    "load_timeline",
]
