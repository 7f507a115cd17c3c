const TRIES = 3, LONGEST_WAIT = 30;  // seconds

/**
 * What the server answers, as JSON. Where it is busy it is asked again when it says so (Retry-After), and `waits` is told
 * the seconds; without `waits` it is not. Throws the Response where it refuses, TypeError where it cannot be reached, and
 * what `signal` is aborted with.
 */
export async function ask(address, signal, waits) {
  for (let tries = 1; ; ++tries) {
    const response = await fetch(address, { signal, credentials: "omit" });
    if (response.ok) return response.json();
    const seconds = Math.max(1, Number(response.headers.get("Retry-After") ?? NaN));
    const again = waits && [429, 503].includes(response.status) && tries < TRIES && seconds <= LONGEST_WAIT;
    if (!again) throw response;
    waits(seconds);
    await pause(seconds, signal);
  }
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, seconds * 1000);
    signal?.addEventListener("abort", () => reject(signal.reason));
  });
}
