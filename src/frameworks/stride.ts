// STRIDE per element, as a fixed table. Stores are always asked about repudiation too: whether a store holds an audit
// trail is what the answer has to say, so it can't decide whether the question is asked.

import type { Framework } from "./types.ts";

export const stride: Framework = {
  id: "stride",
  title: "STRIDE per element",
  source:
    "Microsoft's STRIDE-per-element chart; data stores are always asked about repudiation, as Threat Dragon does",
  categories: [
    { id: "spoofing", letter: "S", title: "Spoofing" },
    { id: "tampering", letter: "T", title: "Tampering" },
    { id: "repudiation", letter: "R", title: "Repudiation" },
    { id: "information-disclosure", letter: "I", title: "Information disclosure" },
    { id: "denial-of-service", letter: "D", title: "Denial of service" },
    { id: "elevation-of-privilege", letter: "E", title: "Elevation of privilege" },
  ],
  questions: {
    external: {
      spoofing:
        "Who can pass as {name}, with which stolen, guessed or shared credential, and which entry points would believe it?",
      repudiation:
        "Which act of {name} could it deny later, and what outside its own control binds that act to one person or key?",
    },
    process: {
      spoofing:
        "At which entry point of {name} does someone act under an identity that was not proven, or send something that only looks like it came from a known sender?",
      tampering:
        "Which input that {name} takes over – body, message, response, file, argument – changes data or behaviour beyond what its sender may change?",
      repudiation:
        "Which change made through {name} could nobody attribute afterwards, and who could alter what it writes down?",
      "information-disclosure":
        "What does {name} tell a caller, a log, a child process or a third party that this reader should not learn?",
      "denial-of-service":
        "What can a caller or a slow dependency make {name} spend – memory, connections, time, money – and who is then not served?",
      "elevation-of-privilege":
        "How does a caller of {name} reach another account's objects, a higher role, or the privileges of the process itself?",
    },
    store: {
      tampering:
        "Who can change what {name} holds without passing through the checks of the component, and who would notice?",
      repudiation:
        "Does {name} hold evidence of who did what, or could a change made in it directly be denied?",
      "information-disclosure":
        "Who reads what {name} holds outside the component – backup, replica, console, leaked connection string – and in which form is it there?",
      "denial-of-service": "What fills, locks, evicts or loses {name}, and what stops working then?",
    },
    flow: {
      tampering: "Who stands between the two ends of {name}, and could they alter what it carries unseen?",
      "information-disclosure":
        "Who can read what {name} carries on its way, including at a hop that ends the encryption?",
      "denial-of-service": "What happens to both ends when {name} is slow, cut or flooded?",
    },
  },
};
