"""The policy record: the dated rules of both sides, and how they treat a shipment."""

from typing import TYPE_CHECKING

from outlast.lazy import lazy_names

if TYPE_CHECKING:
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

__getattr__ = lazy_names(
    __name__,
    {
        "ATTRIBUTES": "shipment",
        "Attribute": "shipment",
        "Change": "schedule",
        "Codes": "shipment",
        "Context": "timeline",
        "EndUse": "shipment",
        "Event": "timeline",
        "Evidence": "measure",
        "Force": "measure",
        "Instrument": "measure",
        "Measure": "measure",
        "Policy": "stance",
        "Schedule": "schedule",
        "Shipment": "shipment",
        "Stance": "stance",
        "Switch": "timeline",
        "Timeline": "timeline",
        "load_timeline": "load",
    },
)
