# SPDX-License-Identifier: EUPL-1.2
"""misp-stix as a program of its own: JSON in, JSON out. Its libraries change how Python imports, so not in our process.

python other_hand.py to_stix < event.json > objects.json
python other_hand.py to_misp < objects.json > event.json
"""

import json
import sys

import stix2
from misp_stix_converter import ExternalSTIX2toMISPParser, MISPtoSTIX21Parser


def to_stix(event: dict) -> list[dict]:
    parser = MISPtoSTIX21Parser()
    parser.parse_misp_event({"Event": event})
    return [json.loads(one.serialize()) for one in parser.bundle.objects]


def to_misp(objects: list[dict]) -> dict:
    parser = ExternalSTIX2toMISPParser()
    bundle = {"type": "bundle", "id": "bundle--5f000000-0000-4000-8000-000000000000", "objects": objects}
    parser.load_stix_bundle(stix2.parse(bundle, allow_custom=True))
    parser.parse_stix_bundle(single_event=True)
    event = json.loads(parser.misp_event.to_json())
    return event.get("Event", event)


if __name__ == "__main__":
    said = json.load(sys.stdin)
    json.dump(to_stix(said) if sys.argv[1] == "to_stix" else to_misp(said), sys.stdout)
