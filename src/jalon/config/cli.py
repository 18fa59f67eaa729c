"""The command `jalon`. Nothing is imported before it is needed: `jalon --help` starts neither Django nor a database.

Exit codes: 0 done; 1 a problem, said on stderr; 2 the command was not understood; 130 interrupted.
"""

import sys
from importlib import import_module
from keyword import iskeyword

import click

from jalon import __version__

# name -> module that defines a click command of that name (dashes become underscores; a word of Python gets one).
COMMANDS = {
    "serve": "jalon.config.commands.serve",
    "worker": "jalon.config.commands.serve",
    "tick": "jalon.config.commands.serve",
    "setup": "jalon.config.commands.data",
    "upgrade": "jalon.config.commands.data",
    "backup": "jalon.config.commands.data",
    "restore": "jalon.config.commands.data",
    "demo": "jalon.config.commands.demo",
    "release": "jalon.config.commands.publication",
    "package": "jalon.config.commands.publication",
    "import": "jalon.config.commands.exchange",
    "export": "jalon.config.commands.exchange",
    "report": "jalon.config.commands.reporting",
    "changes": "jalon.config.commands.reporting",
    "briefing": "jalon.config.commands.briefing",
    "accounts": "jalon.config.commands.accounts",
    "check": "jalon.config.commands.accounts",
    "estimate": "jalon.config.commands.estimate",
    "audit": "jalon.config.commands.audit",
    "import-evaluation": "jalon.config.commands.evaluating",
    "import-recommendations": "jalon.config.commands.commitments",
    "export-recommendations": "jalon.config.commands.commitments",
    "import-questions": "jalon.config.commands.commitments",
    "coverage": "jalon.config.commands.commitments",
    "match": "jalon.config.commands.commitments",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table above: running first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports one command; None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command = getattr(import_module(COMMANDS[cmd_name]), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]}.{cmd_name} is not a command")
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="jalon")
def jalon() -> None:
    """Follows, evaluates and publishes a country's national action plans against trafficking in human beings.

    Settings are JALON_* variables: see docs/deployment.md.
    """


def main() -> None:
    """The entry point: what goes wrong is one clear message, not a trace."""
    from jalon.config.console import Failure

    try:
        jalon.main(standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        sys.exit(130)
    except Failure as problem:
        click.echo(f"jalon: {problem}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
