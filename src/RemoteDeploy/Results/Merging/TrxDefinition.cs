using System.Xml;

namespace RemoteDeploy.Results.Merging;

/// <summary>The definition of a test in a merged TRX, which carries its properties.</summary>
internal static class TrxDefinition
{
    /// <summary>Writes a <c>UnitTest</c>.</summary>
    public static void Write(XmlWriter xml, string space, MergedTest test, (Guid Test, Guid Execution) ids)
    {
        var suite = XmlText.Safe(test.Final.Suite);
        xml.WriteStartElement("UnitTest", space);
        xml.WriteAttributeString("name", XmlText.Safe(test.Result.Name));
        xml.WriteAttributeString("storage", suite);
        xml.WriteAttributeString("id", ids.Test.ToString());
        xml.WriteStartElement("Properties", space);
        foreach (var (name, value) in MergedProperties.Of(test))
        {
            xml.WriteStartElement("Property", space);
            xml.WriteElementString("Key", space, name);
            xml.WriteElementString("Value", space, XmlText.Safe(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("Execution", space);
        xml.WriteAttributeString("id", ids.Execution.ToString());
        xml.WriteEndElement();
        xml.WriteStartElement("TestMethod", space);
        xml.WriteAttributeString("codeBase", suite);
        xml.WriteAttributeString("adapterTypeName", "executor://remotedeploy/v1");
        xml.WriteAttributeString("className", XmlText.Safe(test.Result.Class ?? test.Final.Suite));
        xml.WriteAttributeString("name", XmlText.Safe(test.Result.Method ?? test.Result.DisplayName));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
