/**
 * Lets the product run in a world: its globals, its sockets and its log are those of the
 * simulation.
 */
import { NodeWebSocket } from 'engine.io-client';
import loglevel from 'loglevel';
import { vi } from 'vitest';
import { makeCryptoPrompt } from '../ends/prompt-crypto.ts';
import { installGlobals } from '../machines/globals.ts';
import { currentProgram } from '../machines/machine.ts';
import { PeerConnection } from '../media/peer-connection.ts';
import { dialFrom } from '../network/web-sockets.ts';
import type { World } from './world.ts';

/** Returns what puts everything back. */
export function setStage({ network, random, service }: World): () => void {
  class ConnectionHere extends PeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(network, configuration);
    }
  }
  const undo = [makeCryptoPrompt(), installGlobals(random.next, ConnectionHere), traceLog()];
  const sockets = vi.spyOn(NodeWebSocket.prototype, 'createSocket');
  sockets.mockImplementation(dialFrom(network, () => service.listener));
  return () => {
    sockets.mockRestore();
    for (const each of undo) each();
  };
}

/** What the product logs is part of the trace. */
function traceLog(): () => void {
  const loggers = [loglevel, ...Object.values(loglevel.getLoggers())];
  const before = loggers.map((logger) => ({ logger, factory: logger.methodFactory, level: logger.getLevel() }));
  for (const { logger } of before) {
    logger.methodFactory =
      (method, _level, area) =>
      (...words: unknown[]) =>
        currentProgram()?.note(`${String(area)} ${method}: ${words.map(String).join(' ')}`);
    logger.setLevel('debug', false);
  }
  return () => {
    for (const { logger, factory, level } of before) {
      logger.methodFactory = factory;
      logger.setLevel(level, false);
    }
  };
}
