#!/usr/bin/env python3
"""Makes the subset of Fashion-MNIST that ships with this repository, from the full set.

    apt-get install dataset-fashion-mnist
    python3 make-subset.py [FOLDER]

FOLDER holds the four .gz files of the full set; by default it is where Debian's package puts them. From the training and the test set it takes
the first 600 and the first 100 images of each class, in their original order, and writes them beside this script under the names of the full
set. The same input gives the same bytes.
"""
import gzip
import struct
import sys
from pathlib import Path

CLASSES = 10
PER_CLASS = {"train": 600, "t10k": 100}


def read(path, magic):
    data = gzip.decompress(path.read_bytes())
    if struct.unpack(">I", data[:4])[0] != magic:
        sys.exit(f"{path}: expected an IDX file that begins with {magic:#010x}")
    return data


def write(path, data):
    # No name and no time in the gzip header: the same content is the same file.
    with open(path, "wb") as raw, gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=raw, mtime=0) as out:
        out.write(data)


def main():
    source = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/datasets/fashion-mnist")
    target = Path(__file__).resolve().parent
    for part, per_class in PER_CLASS.items():
        images = read(source / f"{part}-images-idx3-ubyte.gz", 0x00000803)
        labels = read(source / f"{part}-labels-idx1-ubyte.gz", 0x00000801)
        count, height, width = struct.unpack(">III", images[4:16])
        size = height * width
        taken = [0] * CLASSES
        picked = []
        for i in range(count):
            label = labels[8 + i]
            if taken[label] < per_class:
                taken[label] += 1
                picked.append(i)
        write(target / f"{part}-images-idx3-ubyte.gz",
              struct.pack(">IIII", 0x00000803, len(picked), height, width)
              + b"".join(images[16 + i * size:16 + (i + 1) * size] for i in picked))
        write(target / f"{part}-labels-idx1-ubyte.gz",
              struct.pack(">II", 0x00000801, len(picked)) + bytes(labels[8 + i] for i in picked))
        print(f"{part}: {len(picked)} of {count} images, {per_class} of each class")


if __name__ == "__main__":
    main()
