#!/usr/bin/env bash
# The tool under the thread sanitizer: photos, a folder and an archive, coded, decoded
# and classified on four threads, become what one thread makes of them, without a
# report. Arguments go to `swift build`.
set -euo pipefail
cd "$(dirname "$0")/../.."
# The sanitizer's report is enough, and Swift's own takes minutes.
export SWIFT_BACKTRACE=enable=no
export TSAN_OPTIONS="halt_on_error=1 suppressions=$PWD/Tests/Sanitizers/threads.supp"
flags=(-c release --sanitize thread --scratch-path .build/thread "$@")
swift build "${flags[@]}" --product rdc
rdc=$(swift build "${flags[@]}" --show-bin-path)/rdc
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Large enough for two strips and two tiles.
"$rdc" draw "$work/photo.png" --scene 768x512
cp -r Fixtures/digits "$work/digits"
cp -r Fixtures/digits "$work/mixed"
cp Fixtures/photos/scene.png "$work/mixed"
for threads in 1 4; do
  mkdir "$work/$threads"
  (
    cd "$work/$threads"
    run() { "$rdc" "$@" -j "$threads" --quiet; }
    run encode ../photo.png -e 0 -o photo.rdc
    for head in distortion perceptual classification; do
      run decode photo.rdc --head "$head" -o "$head.png"
    done
    run decode photo.rdc --head perceptual --strength 0.5 -o half.png
    run classify photo.rdc --look > classes
    run encode ../mixed -o folder
    run decode folder/*.rdc -o pictures
    run encode ../digits -o digits.rdc
    run decode digits.rdc -o digits
  )
done
diff -r "$work/1" "$work/4"
echo "four threads make what one makes, without a report"
