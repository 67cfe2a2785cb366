import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * One OpenSearch node in a process of its own, made of jars alone. Arguments are settings (name=value, lists
 * with commas) and further plugins (plugin=class). It ends when its standard input does: with its parent.
 */
public class TestNode extends Node {
    private TestNode(Settings settings, List<Class<? extends Plugin>> plugins) {
        super(
            InternalSettingsPreparer.prepareEnvironment(
                settings, Map.of(), Path.of(settings.get("path.home")).resolve("config"), () -> "node"),
            plugins,
            false);
    }

    public static void main(String[] arguments) throws Exception {
        Settings.Builder settings = Settings.builder();
        List<Class<? extends Plugin>> plugins = new ArrayList<>(
            List.of(Netty4Plugin.class, CommonAnalysisPlugin.class, PainlessPlugin.class));
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            if (pair[0].equals("plugin")) {
                plugins.add(Class.forName(pair[1]).asSubclass(Plugin.class));
            } else if (pair[1].contains(",")) {
                settings.putList(pair[0], pair[1].split(","));
            } else {
                settings.put(pair[0], pair[1]);
            }
        }
        new TestNode(settings.build(), plugins).start();
        while (System.in.read() >= 0) {
            // Nothing is ever said to a node this way.
        }
        System.exit(0);
    }
}
