// Runs every audit of graphql-http against URL with TOKEN; prints one JSON line per audit.
import { serverAudits } from "graphql-http";

const { URL: url, TOKEN: token } = process.env;

function fetchFn(address, init = {}) {
  const headers = { ...init.headers, authorization: `Bearer ${token}` };
  return fetch(address, { ...init, headers });
}

for (const audit of serverAudits({ url, fetchFn })) {
  const { id, name, status, reason = "" } = await audit.fn();
  console.log(JSON.stringify({ id, name, status, reason }));
}
