"""What a careful admin writes instead: read the exports, ask five questions of every device, COPY the answers.

usage: fleet_scan.py FOLDER DATABASE_URL PROCESSES   -> one JSON object of seconds on standard output
"""
import csv
import json
import pathlib
import plistlib
import sys
import time
from concurrent.futures import ProcessPoolExecutor

import jmespath
import psycopg

FACETIME = 'com.apple.facetime'
MOBILE = ('iPhone', 'iPad')
HAS_STORAGE = ('iPhone', 'iPad', 'Mac')

# Asked of the payloads of every profile, once per profile.
FORBIDS = jmespath.compile(
    "[?PayloadType=='com.apple.applicationaccess' && allowVideoConferencing==`false`]")
BLOCKED = jmespath.compile(
    "[?PayloadType=='com.apple.applicationaccess'].blockedAppBundleIDs[]")
ALLOWED = jmespath.compile(
    "[?PayloadType=='com.apple.applicationaccess'].allowListedAppBundleIDs")
LOCKS = jmespath.compile("[?PayloadType=='com.apple.app.lock'].App.Identifier")
# Asked of every device.
FREE = jmespath.compile('QueryResponses.AvailableDeviceCapacity')
REPLY_OFF = jmespath.compile('restrictedBool.allowVideoConferencing.value==`false`')
REPLY_BLOCKED = jmespath.compile('union.blockedAppBundleIDs.values || `[]`')
REPLY_ALLOWED = jmespath.compile('intersection.allowListedAppBundleIDs.values')
IDENTIFIERS = jmespath.compile('[].PayloadIdentifier')
JAMF_IDENTIFIERS = jmespath.compile('profiles[].identifier')

profiles = {}


def read_profiles(folder):
    for path in pathlib.Path(folder, 'profiles').glob('*.mobileconfig'):
        with open(path, 'rb') as file:
            profile = plistlib.load(file)
        payloads = profile['PayloadContent']
        allowed = ALLOWED.search(payloads)
        profiles[profile['PayloadIdentifier']] = (
            bool(FORBIDS.search(payloads)), FACETIME in BLOCKED.search(payloads),
            any(FACETIME not in listed for listed in allowed),
            any(app != FACETIME for app in LOCKS.search(payloads)))


def answers(serial, product, supervised, free, installed, reply):
    if product.startswith(HAS_STORAGE) and free is not None and free < 2:
        yield serial, 'device-storage-low', 'at-risk'
    if not supervised or not product.startswith((*MOBILE, 'AppleTV')):
        return
    known = [profiles[name] for name in installed if name in profiles]
    if reply is not None:
        # The device's own word on restrictions decides.
        allowed = REPLY_ALLOWED.search(reply)
        forbids, blocked = REPLY_OFF.search(reply), FACETIME in REPLY_BLOCKED.search(reply)
        kept_out = allowed is not None and FACETIME not in allowed
    else:
        forbids, blocked, kept_out = (any(one[i] for one in known) for i in range(3))
    if forbids and product.startswith(MOBILE):
        yield serial, 'restriction-facetime', 'blocked'
    if blocked:
        yield serial, 'restriction-app-blocklist', 'blocked'
    if kept_out:
        yield serial, 'restriction-app-allowlist', 'blocked'
    if any(one[3] for one in known):
        yield serial, 'kiosk-app-lock', 'blocked'


def mdm(path):
    started = time.perf_counter()
    with open(path, 'rb') as file:
        replies = plistlib.load(file)
    parsed = time.perf_counter()
    devices = {}
    for reply in replies:
        devices.setdefault(reply['UDID'], {}).update(reply)
    rows = []
    for device in devices.values():
        said = device['QueryResponses']
        rows.extend(answers(
            said['SerialNumber'], said['ProductName'], said['IsSupervised'], FREE.search(device),
            IDENTIFIERS.search(device['ProfileList']), device.get('GlobalRestrictions')))
    return len(devices), rows, parsed - started, time.perf_counter() - parsed


def jamf(path):
    started = time.perf_counter()
    with open(path, encoding='utf8') as file:
        devices = json.load(file)['results']
    parsed = time.perf_counter()
    rows = []
    for device in devices:
        hardware, general = device['hardware'], device['general']
        rows.extend(answers(
            hardware['serialNumber'], hardware['modelIdentifier'], general['supervised'],
            hardware['availableSpaceMb'] / 1000, JAMF_IDENTIFIERS.search(device), None))
    return len(devices), rows, parsed - started, time.perf_counter() - parsed


def places(path):
    started = time.perf_counter()
    with open(path, newline='', encoding='utf8') as file:
        count = sum(1 for _ in csv.DictReader(file))
    return count and 0, [], time.perf_counter() - started, 0.0


READERS = {'.plist': mdm, '.json': jamf, '.csv': places}


def read(path):
    return READERS[path.suffix](path)


def main(folder, url, processes):
    started = time.perf_counter()
    read_profiles(folder)
    paths = sorted(p for p in pathlib.Path(folder).rglob('*') if p.suffix in READERS)
    count, rows, parse, evaluate = 0, [], 0.0, 0.0
    # Forked after the profiles are read, so that every process has them.
    with ProcessPoolExecutor(processes) as pool:
        for seen, found, parsing, evaluating in pool.map(read, paths):
            count, parse, evaluate = count + seen, parse + parsing, evaluate + evaluating
            rows.extend(found)
    judged = time.perf_counter()
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute('DROP TABLE IF EXISTS peer_finding')
        cursor.execute('CREATE TABLE peer_finding (serial text, rule text, outcome text)')
        with cursor.copy('COPY peer_finding FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
    print(json.dumps({'devices': count, 'findings': len(rows), 'total': time.perf_counter() - started,
                      'parse': parse, 'evaluate': evaluate, 'write': time.perf_counter() - judged}))


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
