"""The test case of what must leave no trace in history."""
from .records import all_records, partitions
from .stage import StageTest


class UnharmedHistory(StageTest):
    """Each test must leave the heads where they were, or refusals where it says so."""

    def heads(self):
        return {status["partition"]: status["head"]["sequence"] if isinstance(
            status["head"], dict) else status["head"] for status in partitions(self.server.admin)}

    def setUp(self):
        self.before = self.heads()

    def unharmed(self):
        self.assertEqual(self.heads(), self.before)

    def only_refused(self):
        """What was added since is refusals, which say so, and nothing else."""
        new = [record for partition, record in all_records(self.server.admin)
               if record["sequence"] > self.before[partition]]
        self.assertNotEqual(new, [])
        self.assertEqual({record["outcome"] for record in new}, {"refused"})
