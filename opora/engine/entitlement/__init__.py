"""What a customer may use: the channels and hours of a plan, and what the service covers. Pure."""

from opora.engine.entitlement.channels import ChannelVerdict, Code, channel_verdict, channels_of, is_in_hours
from opora.engine.entitlement.scope import ScopeChoice, Section, Verdict, scope_choices

__all__ = [
    "ChannelVerdict",
    "Code",
    "ScopeChoice",
    "Section",
    "Verdict",
    "channel_verdict",
    "channels_of",
    "is_in_hours",
    "scope_choices",
]
