"""The command line that programs of trials share: PROGRAM TRIAL, a seed, and a temporary folder."""
import argparse
import os
import random
import shutil
import signal
import sys
import tempfile


def run(description, trials):
    """Runs one of the trials, by name; returns the exit status."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=None, help="of what is random; else another one each time")
    parser.add_argument("--folder", help="where the temporary folder is made")
    parser.add_argument("--keep", action="store_true", help="leave the temporary folder where a claim failed")
    names = parser.add_subparsers(dest="trial", required=True)
    for name, trial in trials.items():
        trial.add_arguments(names.add_parser(name, help=trial.__doc__.splitlines()[0], description=trial.__doc__,
                                             formatter_class=argparse.RawDescriptionHelpFormatter))
    arguments = parser.parse_args()
    arguments.program = os.path.abspath(arguments.program)
    if not os.access(arguments.program, os.X_OK):
        parser.error(f"'{arguments.program}' is no program")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    seed = arguments.seed if arguments.seed is not None else random.randrange(1 << 30)
    random.seed(seed)
    folder = tempfile.mkdtemp(prefix="newssearch-faults-", dir=arguments.folder)
    held = False
    try:
        held = trials[arguments.trial](arguments, folder)
    finally:
        if not held:
            print(f"{arguments.trial}: a claim failed, with --seed {seed}", file=sys.stderr)
        if held or not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            print(f"{arguments.trial}: see {folder}", file=sys.stderr)
    return 0 if held else 1
