"""The same questions as compiled JMESPath expressions. usage: rules.py FACTS.json -> one JSON object"""
import json
import sys
import time

import jmespath

CONTAINS = "contains(@, 'com.apple.facetime')"
ACCESS = "profiles[].payloads[] | [?type=='com.apple.applicationaccess']"
MOBILE = "(platform=='iOS' || platform=='iPadOS') && supervised"
TELEVISION = "(platform=='iOS' || platform=='iPadOS' || platform=='tvOS') && supervised"


def said(key, test):
    """What the device answers decides; without an answer its profiles do."""
    return (f"(answered && restrictions.{key}!=`null` && [restrictions.{key}][?{test}])"
            f" || (!answered && ({ACCESS} | [?{key}!=`null`].{key} | [?{test}]))")


QUESTIONS = {name: jmespath.compile(text) for name, text in {
    'restriction-facetime': f"{MOBILE} && ({said('allowVideoConferencing', '@==`false`')})",
    'restriction-camera': said('allowCamera', '@==`false`'),
    'restriction-app-blocklist':
        f"{TELEVISION} && ({said('blockedAppBundleIDs', CONTAINS)})",
    'restriction-app-allowlist':
        f"{TELEVISION} && ({said('allowListedAppBundleIDs', '!' + CONTAINS)})",
    'kiosk-app-lock':
        f"{TELEVISION} && profiles[].payloads[] | [?type=='com.apple.app.lock']"
        ".App.Identifier | [?@!='com.apple.facetime']",
    'device-storage-low': "platform!='tvOS' && storageFreeGB!=`null` && storageFreeGB<`2`",
}.items()}


def ask(devices):
    answers = dict.fromkeys(QUESTIONS, 0)
    for device in devices:
        for name, expression in QUESTIONS.items():
            if expression.search(device):
                answers[name] += 1
    return answers


def main(path):
    with open(path, encoding='utf8') as file:
        devices = json.load(file)
    answers = ask(devices)
    least, end = float('inf'), time.process_time() + 6
    while time.process_time() < end:
        started = time.process_time()
        ask(devices)
        least = min(least, time.process_time() - started)
    print(json.dumps({'evaluations': len(devices) * len(QUESTIONS), 'seconds': least, 'answers': answers}))


main(sys.argv[1])
