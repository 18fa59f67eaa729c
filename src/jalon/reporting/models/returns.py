"""What bodies return: drafts of forms, returns as received, each line and cell of them with what was decided."""

from django.db import models
from django.db.models import Q

from jalon.core.fields import FactField
from jalon.core.models import Part, StoredFile
from jalon.core.models.base import Recorded
from jalon.core.records import Records, Withdrawable, codes
from jalon.reporting.enums import ReturnWay
from jalon.reporting.merging.model import Accident, Choice, Entry, FormLine, Note, Trouble, Value
from jalon.reporting.models.ask import Ask, AskLine, AskRecords


class Draft(Recorded):
    """A form that is being filled, by account or link. Seen by the body's team and who holds its link, nobody else."""

    ask = models.OneToOneField(Ask, on_delete=models.CASCADE, related_name="draft")
    lines = FactField(FormLine, many=True)

    def __str__(self) -> str:
        return str(self.uid)


class Return(Withdrawable):
    """One return, received at the machine's time; the file stays exactly as it came. Set aside: withdrawn.

    `source_uid` is the source that its declarations cite, once written; `sent_by` who brought it, as they said.
    """

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="returns")
    way = models.CharField(max_length=10, choices=ReturnWay.choices)
    received_at = models.DateTimeField()
    sent_by = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    saved_by = models.CharField(max_length=120, blank=True)
    template = models.PositiveIntegerField(default=1)
    accidents = FactField(Accident, many=True)
    read = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(null=True, blank=True)
    written_by = models.CharField(max_length=200, blank=True)
    source_uid = models.UUIDField(null=True, blank=True)

    objects = AskRecords.as_manager()

    class Meta:
        ordering = ["ask_id", "received_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ask", "sha256"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(sha256=""),
                name="one_return_of_a_file",
            )
        ]

    @property
    def part(self) -> Part:
        """The part that asks."""
        return self.ask.campaign.part

    def __str__(self) -> str:
        return self.file_name or str(ReturnWay(self.way).label)


class ReturnRecords(Records):
    """Records of a return."""

    part_path = "ret__ask__campaign__part"


class CellRecords(Records):
    """Records of a cell that came back."""

    part_path = "cell__ret__ask__campaign__part"


class ReturnedLine(models.Model):
    """A line that came back. `answered`: the body says something new of it, or that it has nothing to report.

    `superseded_by`: the body returned the line again before this was written.
    """

    ret = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(AskLine, on_delete=models.CASCADE, related_name="returned")
    nothing = models.BooleanField(default=False)
    answered = models.BooleanField(default=False)
    superseded_by = models.ForeignKey(Return, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ReturnRecords.as_manager()

    class Meta:
        ordering = ["ret_id", "line__order", "id"]
        constraints = [models.UniqueConstraint(fields=["ret", "line"], name="one_returned_line_of_a_line")]


class ReturnedCell(models.Model):
    """A cell that came back, with what was sent, what stands here, what the machine reads, and what was decided.

    `decision` is what is kept: preselected when it is safe. Empty with `choices`: a person must decide. Without
    `choices` the cell is unchanged. `written`: the statement or observation was made.
    """

    ret = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="cells")
    line = models.ForeignKey(AskLine, on_delete=models.CASCADE, related_name="cells")
    order = models.PositiveIntegerField(default=0)
    column = models.CharField(max_length=80)
    address = models.CharField(max_length=80, blank=True)
    before = FactField(Value, null=True)
    here = FactField(Entry, null=True)
    returned = FactField(Value, null=True)
    proposed = FactField(Value, null=True)
    trouble = models.CharField(max_length=24, choices=codes(Trouble), blank=True)
    note = models.CharField(max_length=12, choices=codes(Note), blank=True)
    choices = FactField(str, many=True)
    decision = models.CharField(max_length=16, choices=codes(Choice), blank=True)
    preselected = models.BooleanField(default=False)
    written = models.BooleanField(default=False)
    superseded_by = models.ForeignKey(Return, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ReturnRecords.as_manager()

    class Meta:
        ordering = ["ret_id", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["ret", "line", "column"], name="one_cell_of_a_column")]


class OutputDecision(Recorded):
    """What the asking body did with outputs that a body told of in words: `outputs` (uids) are those that it wrote in the
    ledger after them; `dismissed_at`, with the reason, that it writes none."""

    cell = models.OneToOneField(ReturnedCell, on_delete=models.CASCADE, related_name="output_decision")
    outputs = FactField(str, many=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = CellRecords.as_manager()

    class Meta:
        ordering = ["id"]

    @property
    def part(self) -> Part:
        """The part that asks."""
        return self.cell.ret.part

    def __str__(self) -> str:
        return str(self.cell.line)
