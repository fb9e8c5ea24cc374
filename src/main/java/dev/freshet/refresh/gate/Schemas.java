package dev.freshet.refresh.gate;

import dev.freshet.config.EndpointConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The schemas that a configuration names, each read once. Thread-safe: it has no state. */
public final class Schemas {
    private Schemas() {}

    /**
     * By endpoint; those without a schema are not there.
     *
     * @throws SchemaProblemException with the first problem
     */
    public static Map<EndpointConfig, PayloadSchema> of(List<EndpointConfig> endpoints) throws SchemaProblemException {
        Map<Path, PayloadSchema> byFile = new HashMap<>();
        Map<EndpointConfig, PayloadSchema> schemas = new HashMap<>();
        for (int i = 0; i < endpoints.size(); i++) {
            Path file = endpoints.get(i).gate().schema();
            if (file != null) {
                PayloadSchema schema = byFile.get(file);
                if (schema == null) {
                    schema = PayloadSchema.load(place(i), file);
                    byFile.put(file, schema);
                }
                schemas.put(endpoints.get(i), schema);
            }
        }
        return schemas;
    }

    /** Every problem, one line each; empty: there is none. */
    public static List<String> problems(List<EndpointConfig> endpoints) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < endpoints.size(); i++) {
            Path file = endpoints.get(i).gate().schema();
            if (file != null) {
                try {
                    PayloadSchema.load(place(i), file);
                } catch (SchemaProblemException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
        }
        return problems;
    }

    private static String place(int endpoint) {
        return "endpoints[" + endpoint + "].gate.schema";
    }
}
