"""Several nodes of one ledger on Kafka, with one gateway."""
import pathlib
import tempfile

from .client import Client
from .gateway import Gateway
from .people import People
from .program import run
from .scratch import clear_up
from .server import Server
from .waiting import eventually

CLUSTER_SECRET = "cluster-secret-of-tests"


class Nodes:
    """A ledger founded on `brokers`, and `count` nodes of it, not started yet."""

    def __init__(self, brokers, count, partitions=3, seed=1):
        self.brokers = brokers
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="plotledger-nodes-"))
        self.topic = brokers.fresh_topic()
        self.log = ["--log", brokers.url(self.topic)]
        if brokers.count < 3:
            self.log.append("--single-broker")
        founding = self.directory / "founding"
        self.founded = run("found", *self.log, "--partitions", partitions, "--data", founding)
        if self.founded.returncode:
            raise AssertionError(f"a ledger cannot be founded: {self.founded.stdout}")
        self.master_key, self.admin_key = founding / "master.key", founding / "admin.key"
        self.secret_file = self.directory / "cluster-secret"
        self.secret_file.write_text(CLUSTER_SECRET)
        self.nodes = [self.new_node(f"node-{number}") for number in range(count)]
        self.gateway = Gateway(self.directory, self.nodes[0].port)
        self.people = People(seed)

    @property
    def server(self):
        """Whom a Market talks to."""
        return self.nodes[0]

    def new_node(self, name, roles="writer,query"):
        directory = self.directory / name
        directory.mkdir()
        node = Server(directory, self.log)
        node.options = ["--master-key-file", self.master_key, "--cluster-secret-file", self.secret_file,
                        "--roles", roles]
        if "writer" in roles:
            node.options += ["--advertise", f"http://127.0.0.1:{node.port}"]
        node.admin = Client(node.port, self.admin_key.read_text().strip())
        return node

    def start(self, *nodes):
        eventually("the gateway is up", self.gateway.is_up)
        for node in nodes or self.nodes:
            node.start(self.gateway, 60)
        return self

    def owner(self, partition):
        """The one node that says it decides for the partition; None while there is not exactly one."""
        serving = [node for node in self.nodes if node.is_running and node.phase(partition) == "serving"]
        return serving[0] if len(serving) == 1 else None

    def await_owners(self, partitions, seconds=30):
        """The owner of each partition, once each has one and all nodes are ready."""
        def settled():
            owners = [self.owner(partition) for partition in range(partitions)]
            return owners if all(owners) else None
        return eventually("every partition has one owner", settled, seconds, pause_s=0.1)

    def close(self):
        for process in [node.process for node in self.nodes] + [self.gateway.process]:
            if process is not None and process.exit_code is None:
                process.kill()
        for client in [c for node in self.nodes for c in (node.visitor, node.admin)] + [self.gateway.client]:
            client.close()
        clear_up(self.directory)
