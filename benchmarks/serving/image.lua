-- An image of 28 x 28 bytes: load.py writes it.
local file = assert(io.open(os.getenv("CNNGEN_IMAGE"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/octet-stream"

-- One line that load.py reads: times in milliseconds.
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("result %.1f %.3f %.3f %.3f %d\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
