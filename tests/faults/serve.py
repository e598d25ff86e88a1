# SPDX-License-Identifier: EUPL-1.2
"""Program: the supervisor of the product with PostgreSQL, web and worker, on an installation prepared before."""

from tinhso.config import env
from tinhso.runtime import parts
from tinhso.runtime.supervisor import Supervisor


def main() -> None:
    def say(part: str, line: str) -> None:
        print(part, line, flush=True)

    Supervisor(env.VAR, parts.inside(), embedded=True, say=say).run(on_ready=list)


if __name__ == "__main__":
    main()
