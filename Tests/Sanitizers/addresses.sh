#!/usr/bin/env bash
# The tests of what reads untrusted bytes, and of the networks' kernels, under the
# address, leak and undefined-behaviour sanitizers, in the build of the fuzzers.
# Arguments go to `swift test`.
set -euo pipefail
cd "$(dirname "$0")/../.."
# The sanitizer's report is enough, and Swift's own takes minutes.
export SWIFT_BACKTRACE=enable=no
read -ra flags <<< "$(Tests/Fuzz/build.sh --flags)"
suites='^(ContainerTests|EntropyCodingTests|FuzzTests|ModelPackTests|NeuralInferenceTests'
suites+='|PictureFilesTests|StrictJSONTests|SupportTests|UniversalQuantizationTests)\.'
suites+='|\.(DamageTests|FieldClaimTests|FieldDamageTests|HostilePackTests)/'
# No test is one of XCTest, whose runner leaks.
swift test "${flags[@]}" --disable-xctest --filter "$suites" "$@"
