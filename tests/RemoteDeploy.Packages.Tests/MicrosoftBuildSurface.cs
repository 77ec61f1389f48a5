using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using RemoteDeploy.Packages.Tests.Infra;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Packages.Tests;

/// <summary>
/// The members of Microsoft.Build that the tasks touch. All of them exist in MSBuild 18.0, the first that can load the tasks; the
/// project compiles against a later one, whose new members would fail only on the machines of users.
/// </summary>
public sealed class MicrosoftBuildSurface(PackedPackages packages)
{
    [Fact]
    public void IsTheApprovedOneOfMSBuild18()
    {
        using var archive = ZipFile.OpenRead(packages.FileOf("RemoteDeploy.Tasks"));
        using var assembly = new MemoryStream();
        using (var entry = archive.GetEntry("tasks/net10.0/RemoteDeploy.Tasks.dll")!.Open())
        {
            entry.CopyTo(assembly);
        }

        assembly.Position = 0;
        using var image = new PEReader(assembly);
        var used = Used(image.GetMetadataReader()).Distinct().Order(StringComparer.Ordinal);
        ApprovedText.Verify(string.Join('\n', used), "used");
    }

    private static IEnumerable<string> Used(MetadataReader metadata)
    {
        foreach (var handle in metadata.TypeReferences)
        {
            if (IsMicrosoftBuild(metadata, handle))
            {
                yield return Name(metadata, handle);
            }
        }

        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference && IsMicrosoftBuild(metadata, (TypeReferenceHandle)member.Parent))
            {
                var parameters = member.GetKind() == MemberReferenceKind.Method
                    ? $"/{member.DecodeMethodSignature(new CountOnly(), null).ParameterTypes.Length}"
                    : "";
                yield return $"{Name(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}{parameters}";
            }
        }
    }

    private static bool IsMicrosoftBuild(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind == HandleKind.AssemblyReference
            && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name).StartsWith("Microsoft.Build", StringComparison.Ordinal);
    }

    private static string Name(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }

    /// <summary>Signatures are told apart by their number of parameters; the types do not matter here.</summary>
    private sealed class CountOnly : ISignatureTypeProvider<int, object?>
    {
        public int GetArrayType(int elementType, ArrayShape shape) => 0;

        public int GetByReferenceType(int elementType) => 0;

        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

        public int GetGenericInstantiation(int genericType, System.Collections.Immutable.ImmutableArray<int> typeArguments) => 0;

        public int GetGenericMethodParameter(object? genericContext, int index) => 0;

        public int GetGenericTypeParameter(object? genericContext, int index) => 0;

        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

        public int GetPinnedType(int elementType) => 0;

        public int GetPointerType(int elementType) => 0;

        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public int GetSZArrayType(int elementType) => 0;

        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => 0;

        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;

        public int GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => 0;
    }
}
