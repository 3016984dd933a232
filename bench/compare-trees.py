"""Prints the differences between published trees: compare-trees.py ENTREPOT NAME=TREE... Called by compare-trees.sh."""
import collections
import gzip
import os
import sys

DIST = "dists/trees/"


def read(tree, name):
    """Text of a file of the distribution, plain or gzipped; None where there is neither."""
    path = os.path.join(tree, DIST, name)
    if os.path.exists(path):
        return open(path, encoding="utf-8").read()
    if os.path.exists(path + ".gz"):
        return gzip.open(path + ".gz", "rt", encoding="utf-8").read()
    return None


def stanzas(text):
    """Lists of (field, value as written), one list for each stanza."""
    out = []
    for block in (text or "").split("\n\n"):
        fields = []
        for line in block.split("\n"):
            if line[:1] in (" ", "\t") and fields:
                fields[-1][1] += "\n" + line
            elif line:
                name, value = line.split(":", 1)
                fields.append([name, value.strip()])
        if fields:
            out.append(fields)
    return out


def by_package(text):
    out = {}
    for fields in stanzas(text):
        lower = {n.lower(): v for n, v in fields}
        out[lower.get("package", "?"), lower.get("version", "?"), lower.get("architecture", "?")] = fields
    return out


def show(value):
    value = value if len(value) <= 70 else value[:67] + "..."
    return value.encode("unicode_escape").decode("ascii")


def summary(title, found, limit=4):
    """One line for each kind of difference, with the first few examples."""
    print(f"\n{title}")
    if not found:
        print("  no difference")
    for kind, examples in sorted(found.items()):
        print(f"  {kind}: {len(examples)}")
        for example in examples[:limit]:
            print(f"      {example}")


def compare_index(index, ours, theirs, name):
    a, b = by_package(read(ours, index)), by_package(read(theirs, index))
    found = collections.defaultdict(list)
    for key in sorted(a.keys() - b.keys()):
        found["package only with entrepot"].append(" ".join(key))
    for key in sorted(b.keys() - a.keys()):
        found[f"package only with {name}"].append(" ".join(key))
    for key in sorted(a.keys() & b.keys()):
        mine, other = ({n.lower(): (n, v) for n, v in x[key]} for x in (a, b))
        for field in sorted(mine.keys() | other.keys()):
            where = f"{key[0]}: "
            if field not in other:
                found[f"field {mine[field][0]} only with entrepot"].append(where + show(mine[field][1]))
            elif field not in mine:
                found[f"field {other[field][0]} only with {name}"].append(where + show(other[field][1]))
            else:
                if mine[field][0] != other[field][0]:
                    found["spelling of a field"].append(f"{where}{mine[field][0]} / {other[field][0]}")
                if mine[field][1] != other[field][1]:
                    found[f"value of {mine[field][0]}"].append(f"{where}'{show(mine[field][1])}' / '{show(other[field][1])}'")
        if [n.lower() for n, _ in a[key] if n.lower() in other] != [n.lower() for n, _ in b[key] if n.lower() in mine]:
            found["order of fields"].append(key[0])
    if list(k for k in a if k in b) != list(k for k in b if k in a):
        found["order of packages"].append("")
    summary(f"## {index}: entrepot ({len(a)}) / {name} ({len(b)})", found)


def compare_release(path, ours, theirs, name):
    a, b = ({n: v for s in stanzas(read(t, path)) for n, v in s} for t in (ours, theirs))
    found = collections.defaultdict(list)
    blocks = {"MD5Sum", "SHA1", "SHA256", "SHA512"}
    for field in sorted(a.keys() | b.keys()):
        if field not in b:
            found["field only with entrepot"].append(field + ("" if field in blocks else ": " + show(a[field])))
        elif field not in a:
            found[f"field only with {name}"].append(field + ("" if field in blocks else ": " + show(b[field])))
        elif field not in blocks and field != "Date" and a[field] != b[field]:
            found["value"].append(f"{field}: '{show(a[field])}' / '{show(b[field])}'")
    paths = [{line.split()[2] for line in x.get("SHA256", "").split("\n") if line.strip()} for x in (a, b)]
    found["listed only by entrepot"] = sorted(paths[0] - paths[1])
    found[f"listed only by {name}"] = sorted(paths[1] - paths[0])
    order = [[n for n in x if n in a and n in b] for x in (a, b)]
    if order[0] != order[1]:
        found["order of fields"].append(" ".join(order[0]) + " / " + " ".join(order[1]))
    summary(f"## {path}: entrepot / {name}", {k: v for k, v in found.items() if v}, limit=30)


def compare_contents(ours, theirs, name):
    def lines(tree, candidates):
        for candidate in candidates:
            text = read(tree, candidate)
            if text is not None:
                return candidate, [tuple(line.rsplit(None, 1)) for line in text.splitlines() if line.strip()]
        return None, []

    for candidates in (["Contents-amd64"], ["main/Contents-amd64"], ["main/Contents-udeb-amd64"]):
        mine, other = lines(ours, candidates), lines(theirs, candidates)
        found = collections.defaultdict(list)
        if mine[0] is None or other[0] is None:
            found["exists only with"].append("entrepot" if mine[0] else name if other[0] else "nobody")
        else:
            for line in sorted(set(mine[1]) - set(other[1])):
                found["line only with entrepot"].append(" -> ".join(line))
            for line in sorted(set(other[1]) - set(mine[1])):
                found[f"line only with {name}"].append(" -> ".join(line))
            raw = [next((l for l in read(t, mine[0]).splitlines() if "usr/" in l), "") for t in (ours, theirs)]
            if raw[0] != raw[1]:
                found["form of the first line of a path"].append(f"'{show(raw[0])}' / '{show(raw[1])}'")
        summary(f"## {candidates[0]}: entrepot ({len(mine[1])}) / {name} ({len(other[1])})", found, limit=8)


def files(tree):
    out = set()
    for top in ("dists", "pool"):
        for folder, _, names in os.walk(os.path.join(tree, top)):
            out |= {os.path.relpath(os.path.join(folder, n), tree) for n in names}
    return out


def compare_files(ours, theirs, name):
    a, b = files(ours), files(theirs)
    hashed = [{p for p in x if "/by-hash/" in p} for x in (a, b)]
    found = collections.defaultdict(list)
    found["by-hash files"] = [f"{len(hashed[0])} / {len(hashed[1])}"]
    for kind in ("dists/", "pool/"):
        found[kind + " only with entrepot"] = sorted(p for p in a - b - hashed[0] if p.startswith(kind))
        found[kind + f" only with {name}"] = sorted(p for p in b - a - hashed[1] if p.startswith(kind))
    summary(f"## files: entrepot ({len(a)}) / {name} ({len(b)})", {k: v for k, v in found.items() if v}, limit=20)


def main():
    ours = sys.argv[1]
    for name, theirs in (argument.split("=", 1) for argument in sys.argv[2:]):
        print(f"\n# entrepot / {name}")
        for index in ("main/binary-amd64/Packages", "main/debian-installer/binary-amd64/Packages", "main/source/Sources"):
            compare_index(index, ours, theirs, name)
        for path in ("Release", "main/binary-amd64/Release", "main/source/Release"):
            compare_release(path, ours, theirs, name)
        compare_contents(ours, theirs, name)
        compare_files(ours, theirs, name)


main()
