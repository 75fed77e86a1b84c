"""Makes pictures with lepture/captcha and says what they cost.

The first line written names the versions. Then, for each line read, a number: as many pictures are
made, and a line of JSON tells their processor time in milliseconds and the bytes of the files.
"""

import json
import platform
import random
import sys
import time
from importlib.metadata import version

from captcha.image import ImageCaptcha

ALPHABET = "AEHKLMOPSTUWY23"

image = ImageCaptcha(width=240, height=80)
versions = f"captcha {version('captcha')}, Pillow {version('pillow')}, Python {platform.python_version()}"
print(json.dumps({"versions": versions}), flush=True)

for line in sys.stdin:
    texts = ["".join(random.choices(ALPHABET, k=6)) for _ in range(int(line))]
    before = time.process_time()
    size = sum(len(image.generate(text, format="png").getvalue()) for text in texts)
    cpu_ms = 1000 * (time.process_time() - before)
    print(json.dumps({"cpuMs": cpu_ms, "bytes": size}), flush=True)
