"""Decides packets with Capirca's aclcheck: one JSON object in, one out, so that the same packets are compared."""
import json
import sys
import time

try:
    from capirca.lib import aclcheck, naming, policy
except ImportError:
    print(json.dumps({"missing": True}))
    sys.exit(0)


def peak_memory_mib():
    # Not ru_maxrss: on Linux a child has its parent's peak in it from the start.
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024


question = json.load(sys.stdin)
names = naming.Naming(None)
names.ParseNetworkList(question["networks"])
names.ParseServiceList(question["services"])
parsed = policy.ParsePolicy(question["policy"], names, optimize=False)


def decide(packet):
    check = aclcheck.AclCheck(
        parsed,
        src=packet["source"],
        dst=packet["destination"],
        sport=packet["sourcePort"],
        dport=packet["destinationPort"],
        proto=packet["protocol"],
    )
    matches = check.ExactMatches()
    return [matches[0].term, matches[0].action] if matches else [None, "deny"]


verdicts = [decide(packet) for packet in question["packets"]]
best = None
for _ in range(question["rounds"]):
    started = time.process_time()
    for packet in question["packets"]:
        decide(packet)
    spent = time.process_time() - started
    best = spent if best is None else min(best, spent)
print(
    json.dumps(
        {
            "verdicts": verdicts,
            "perSecond": len(question["packets"]) / best,
            "peakMemoryMiB": peak_memory_mib(),
        }
    )
)
