"""What the system tests share: the program, its gateway, a client, a watcher, a project to sell."""
from .brokers import Brokers, brokers
from .client import Answer, Client, Unreachable
from .gateway import Gateway
from .layouts import ATHI_RIVER, ATHI_RIVER_AREAS, STREETS
from .market import Market, PRICES, Rules
from .nodes import Nodes
from .people import Contact, People
from .program import plotledger, run
from .records import all_records
from .relay import Relay
from .server import Server
from .stage import Stage, StageTest
from .times import moment
from .unharmed import UnharmedHistory
from .waiting import eventually
from .watcher import MapWatcher
