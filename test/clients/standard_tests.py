"""The standard tests of Airbyte's Python CDK, on the built connector. Run by standard-tests.mjs with pytest.

They are written for connectors in Python, which they call in their own process. Here each call starts the executable
instead, as Airbyte would. All else is theirs: the scenarios of `spec`, `check`, `discover` and `read`, and what they assert
of the spec, the catalog, the records and secrets.
"""

import json
import os
import subprocess
from pathlib import Path

from airbyte_cdk.models import AirbyteMessageSerializer
from airbyte_cdk.test import entrypoint_wrapper
from airbyte_cdk.test.entrypoint_wrapper import EntrypointOutput
from airbyte_cdk.test.models import ConnectorTestScenario
from airbyte_cdk.test.standard_tests import SourceTestSuiteBase

ROOT = Path(__file__).parents[2]
CONFIGS = Path(os.environ["CONFIGS"])
FINE = ("spec", "connection", "discovery", "basic_read", "full_refresh")


def run_executable(source, args, expecting_exception=None, *, expected_outcome=None) -> EntrypointOutput:
    """In place of the CDK's function of the same signature, which runs a connector in Python."""
    command = [str(ROOT / "bin" / "source-devin"), *args]
    ended = subprocess.run(command, capture_output=True, text=True)
    output = EntrypointOutput(ended.stdout.splitlines(), command=command, stderr=ended.stderr)
    for line in ended.stdout.splitlines():
        AirbyteMessageSerializer.load(json.loads(line))  # the CDK would take anything else for a log line
    # The CDK looks for errors in the messages; Airbyte looks at the exit code.
    assert (ended.returncode == 0) == (not output.errors), f"exit {ended.returncode}, {len(output.errors)} errors"
    assert ended.stderr == ""
    return output


entrypoint_wrapper._run_command = run_executable


class Executable:
    """What the tests hand around as the connector."""

    def spec(self, logger):
        raise NotImplementedError("The executable answers, not this object.")


class TestSourceDevin(SourceTestSuiteBase):
    connector = Executable

    @classmethod
    def get_connector_root_dir(cls) -> Path:
        return ROOT

    @classmethod
    def get_scenarios(cls) -> list[ConnectorTestScenario]:
        def scenario(name: str, status: str, sections: tuple[str, ...]) -> ConnectorTestScenario:
            config_path = CONFIGS / f"{name}.json"
            return ConnectorTestScenario(
                config_path=config_path, status=status, sections=sections, test_strictness_level="high"
            )

        return [
            scenario("enterprise", "succeed", FINE),
            scenario("organization", "succeed", FINE),
            scenario("unknown_key", "failed", ("spec", "connection")),
        ]
