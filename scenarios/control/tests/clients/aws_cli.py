"""Runs a file of AWS CLI commands against an endpoint and tells each that did not end as the file says.

Arguments: the endpoint, the file. A line is one of

    NAME = COMMAND                 has to succeed; $NAME is its output as text from there on
    COMMAND                        has to succeed
    refused CODE "TEXT" COMMAND    has to fail with that code and a message that holds the text
    shows "TEXT" COMMAND           has to succeed with that output, as text

Commands begin with the service; a line that begins with two blanks goes on with the line before. The CLI is run in a
fork of this process, which has loaded it once.
"""
import os
import re
import shlex
import string
import sys

import awscli.clidriver

endpoint, path = sys.argv[1:3]
os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-west-2", AWS_PAGER="",
                  AWS_EC2_METADATA_DISABLED="true")
driver = awscli.clidriver.create_clidriver()
values = {}


def run(words):
    """Exit code, stdout, stderr."""
    output, errors = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(output[1], 1)
        os.dup2(errors[1], 2)
        for end in (*output, *errors):
            os.close(end)
        code = 1
        try:
            code = driver.main(["--endpoint-url", endpoint, "--output", "text", *words])
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code or 0)
    os.close(output[1])
    os.close(errors[1])
    with os.fdopen(output[0]) as out, os.fdopen(errors[0]) as err:
        said = out.read().strip(), err.read().strip()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), *said


def lines():
    number, whole = 0, ""
    with open(path) as file:
        for at, line in enumerate(file, 1):
            if line.startswith("  "):
                whole += " " + line.strip()
                continue
            if whole and not whole.startswith("#"):
                yield number, whole
            number, whole = at, line.strip()
    if whole and not whole.startswith("#"):
        yield number, whole


def judge(line):
    """What is wrong, or None."""
    words = shlex.split(string.Template(line).substitute(values))
    name = words[0] if words[1:2] == ["="] else None
    skip = {"refused": 3, "shows": 2}.get(words[0], 2 if name else 0)
    code, output, errors = run(words[skip:])
    if words[0] == "refused":
        told = re.search(r"An error occurred \(([^)]*)\) when calling the \S+ operation[^:]*: (.*)", errors, re.S)
        if told and told[1] == words[1] and words[2] in told[2]:
            return None
        return f"wanted {words[1]} '{words[2]}', got " + (errors or output or "nothing")
    if code != 0:
        return errors
    if words[0] == "shows" and output.split() != words[1].split():
        return f"wanted '{words[1]}', got '{output}'"
    if name:
        values[name] = output
    return None


failed = 0
for number, line in lines():
    wrong = judge(line)
    if wrong is not None:
        failed += 1
        print(f"{path}:{number}: {wrong}")
sys.exit(1 if failed else 0)
