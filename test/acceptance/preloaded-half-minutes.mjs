// Preloaded into the connector with NODE_OPTIONS. It writes the states of running streams every half minute; here
// half a minute passes whenever records were written. What the states say is not touched.
const halfMinuteMs = 30_000;
const callbacks = [];

const { setInterval } = globalThis;
globalThis.setInterval = (callback, intervalMs, ...rest) => {
  if (intervalMs === halfMinuteMs) callbacks.push(callback);
  return setInterval(callback, intervalMs, ...rest);
};

const { write } = process.stdout;
process.stdout.write = function (chunk, ...rest) {
  if (String(chunk).includes('"RECORD"'))
    setImmediate(() => {
      for (const callback of callbacks) callback();
    });
  return write.call(this, chunk, ...rest);
};
